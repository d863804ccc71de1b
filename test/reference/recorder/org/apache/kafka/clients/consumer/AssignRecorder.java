package org.apache.kafka.clients.consumer;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.clients.consumer.internals.AbstractStickyAssignor.MemberData;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Asks the assignor classes of the Java client. It stands in their package because the sticky assignor's user data is
 * written by a method that only the package sees.
 *
 * <p>Standard input has a case over several lines of tab-separated words, empty lists being empty words:
 * {@code case ASSIGNOR}, then {@code topic NAME COUNT RACKS} (replicas joined by ",", partitions by "|"), then
 * {@code member ID GENERATION INSTANCE RACK TOPICS OWNED}, then {@code end}. Each case is answered by a line of
 * {@code MEMBER=PARTITIONS} words, or by {@code error}.
 */
public final class AssignRecorder {
  private final Map<String, Subscription> members = new HashMap<>();
  private final List<PartitionInfo> partitions = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private String assignor = "";

  public static void main(String[] args) throws Exception {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    var recorder = new AssignRecorder();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split("\t", -1);
      switch (words[0]) {
        case "case" -> {
          recorder = new AssignRecorder();
          recorder.assignor = words[1];
        }
        case "topic" -> recorder.addTopic(words);
        case "member" -> recorder.addMember(words);
        default -> out.println(recorder.answer());
      }
    }
    out.flush();
  }

  private void addTopic(String[] words) {
    String[] racks = words[3].split("\\|", -1);
    for (int partition = 0; partition < Integer.parseInt(words[2]); partition++) {
      List<Node> replicas = new ArrayList<>();
      for (String rack : racks[Math.min(partition, racks.length - 1)].split(",", -1)) {
        replicas.add(new Node(nodes.size() + replicas.size(), "host", 9092, rack.isEmpty() ? null : rack));
      }
      nodes.addAll(replicas);
      Node[] array = replicas.toArray(new Node[0]);
      partitions.add(new PartitionInfo(words[1], partition, array[0], array, array));
    }
  }

  private void addMember(String[] words) {
    int generation = Integer.parseInt(words[2]);
    List<TopicPartition> owned = new ArrayList<>();
    for (String name : list(words[6])) {
      int dash = name.lastIndexOf('-');
      owned.add(new TopicPartition(name.substring(0, dash), Integer.parseInt(name.substring(dash + 1))));
    }
    ByteBuffer userData = assignor.equals("sticky")
        ? StickyAssignor.serializeTopicPartitionAssignment(new MemberData(owned, Optional.of(generation)))
        : null;
    Optional<String> rack = words[4].isEmpty() ? Optional.empty() : Optional.of(words[4]);
    var subscription = new Subscription(list(words[5]), userData, owned, generation, rack);
    if (!words[3].isEmpty()) subscription.setGroupInstanceId(Optional.of(words[3]));
    members.put(words[1], subscription);
  }

  private String answer() {
    ConsumerPartitionAssignor asked = switch (assignor) {
      case "range" -> new RangeAssignor();
      case "roundrobin" -> new RoundRobinAssignor();
      case "sticky" -> new StickyAssignor();
      default -> new CooperativeStickyAssignor();
    };
    try {
      var cluster = new Cluster("recorder", nodes, partitions, Set.of(), Set.of());
      Map<String, Assignment> answer = asked.assign(cluster, new GroupSubscription(members)).groupAssignment();
      List<String> words = new ArrayList<>();
      answer.forEach((member, assignment) ->
          words.add(member + "=" + String.join(",", assignment.partitions().stream().map(Object::toString).toList())));
      return String.join("\t", words);
    } catch (RuntimeException refused) {
      return "error";
    }
  }

  private static List<String> list(String word) {
    return word.isEmpty() ? List.of() : List.of(word.split(","));
  }
}
