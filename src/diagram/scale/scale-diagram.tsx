import {
  Suspense,
  useCallback,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactElement,
} from 'react';
import { onDemand } from '../../design/on-demand';
import type { DiagramProps } from '../diagram-props';
import type { DiagramNode } from '../diagram-types';
import { NodeMenu } from '../node-menu';
import { useAskedMoment } from '../use-asked-moment';
import { useSize } from '../use-size';
import { useTableRefresh } from '../use-table-refresh';
import { brokerName, replicaSet } from '../words';
import type { BrokerLine } from './broker-rows';
import { barLevel, partitionsByBroker } from './broker-bars';
import { brushMoves } from './brush-moves';
import type { Brush } from './detail-level';
import type { PartitionSort } from './partition-order';
import { ScaleBrokers } from './scale-brokers';
import { ScaleClients } from './scale-clients';
import { ScaleHead, type ScalePart } from './scale-head';
import { ScaleHeat } from './scale-heat';
import { ScaleList } from './scale-list';
import { ScaleTable } from './scale-table';
import { useListGestures } from './use-list-gestures';
import { useScale, type ScaleSurfaces } from './use-scale';
import './scale.css';

const PartitionSheet = onDemand(() => import('../life/partition-sheet').then((module) => module.PartitionSheet), {
  name: "The partition's life",
  place: 'over',
});

/** Below this width one part is shown at a time. */
const foldedBelow = 900;
const noRacks: readonly string[] = [];

/** A cluster of many brokers and partitions at one moment: brokers as rows of bars, lag as a picture, records on demand. */
export function ScaleDiagram(props: DiagramProps): ReactElement {
  const { view, timeMicros, captions, actionsFor, onAct, selected, onSelect, showsTable, onToggleTable, ref } = props;
  const { names } = view;
  const surfaces = useSurfaces();
  const { root, brokers, heat, playhead, list, labels } = surfaces;
  const brokersBody = useRef<HTMLDivElement>(null);
  const heatBody = useRef<HTMLDivElement>(null);
  const listBody = useRef<HTMLDivElement>(null);
  const [sort, setSort] = useState<PartitionSort>('leader');
  const [group, setGroup] = useState(names.groups.length > 0 ? 0 : -1);
  const [brush, setBrush] = useState<Brush | null>(null);
  const [part, setPart] = useState<ScalePart>('list');
  const [menu, setMenu] = useState<{ node: DiagramNode; at: { x: number; y: number } } | null>(null);
  const sizes = useSizes(useSize(brokersBody), useSize(heatBody), useSize(listBody));
  const isFolded = useSize(root).width < foldedBelow;
  const shown = { brokers: !isFolded || part === 'brokers', list: !isFolded || part === 'list' };
  const endMicros = props.endMicros ?? Math.max(1, timeMicros);
  const racks = captions.racks ?? noRacks;
  const [asked, setFocus] = useState<number | null>(null);
  // Another run may have fewer partitions.
  const focus = asked !== null && asked < names.userPartitionCount ? asked : null;
  const isOfPartition = selected?.kind === 'log' || selected?.kind === 'record';
  const lit = focus ?? (isOfPartition ? selected.partition : -1);
  const scale = useScale(surfaces, { view, racks, endMicros, sort, group, brush, sizes, shown, lit });
  const { draw, rows, order } = scale;
  const total = names.userPartitionCount;
  const refreshTable = useTableRefresh(showsTable);

  const show = useCallback(
    (moment: number) => {
      draw(moment);
      refreshTable();
    },
    [draw, refreshTable],
  );
  const showNow = useAskedMoment(timeMicros, view, show);
  useImperativeHandle(ref, () => ({ draw: showNow }), [showNow]);

  const moves = brushMoves(scale.brush, total, setBrush);
  const { zoom, fit, keyed } = moves;
  useListGestures(listBody, moves);
  const openPartition = (partition: number): void => {
    setFocus(partition);
    const leader = view.columns.leader[partition]!;
    onSelect({ kind: 'log', partition, broker: leader >= 0 ? leader : names.partitionReplicas[partition]![0]! });
  };
  const leave = (): void => {
    setFocus(null);
    onSelect(null);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.toLowerCase() === 't') onToggleTable();
    else if (event.key === 'Escape' && (focus !== null || selected !== null)) leave();
    else if (!keyed(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const most = useMemo(() => Math.max(1, ...partitionsByBroker(view).map(({ length }) => length)), [view]);
  const bars = barLevel(most, Math.max(60, sizes.brokers.width - 110));
  const brushWords = wordsOf(order, scale.brush, names.partitions);

  return (
    // Keys reach the region from what stands inside it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      className="diagram scale"
      aria-label={props.label ?? 'Diagram'}
      ref={root}
      onKeyDown={onKeyDown}
      data-part={part}
    >
      <ScaleHead
        counts={scale.counts}
        part={part}
        onPart={setPart}
        sort={sort}
        onSort={setSort}
        onZoom={zoom}
        onFit={fit}
      />
      <div className="scale-main" hidden={showsTable}>
        <ScaleBrokers
          lines={scale.lines}
          canvas={brokers}
          body={brokersBody}
          hasRacks={racks.length > 0}
          hint={bars.kind === 'bars' ? '1 bar = 1 replica; tall = leader' : `1 shade = ${bars.each} replicas`}
          onOpen={(line, at) => setMenu({ node: nodeOf(line), at })}
          onKey={(line, event) => {
            const kill = actionsFor(nodeOf(line)).find((action) => action.do === 'kill' && !action.disabled);
            if (event.key.toLowerCase() !== 'k') stepRow(event);
            else if (kill !== undefined) onAct(kill, nodeOf(line));
          }}
          onBar={(line, x) => {
            const partition = scale.barAt(line.broker, x);
            if (partition >= 0) openPartition(partition);
            return partition >= 0;
          }}
        />
        <ScaleHeat
          canvas={heat}
          body={heatBody}
          playhead={playhead}
          group={names.groups[group] ?? ''}
          each={scale.each}
          total={total}
          brush={scale.brush}
          brushWords={brushWords}
          largest={scale.history.largest[Math.max(0, group)] ?? 0}
          endMicros={endMicros}
          onBrush={setBrush}
        />
        <ScaleList
          canvas={list}
          labels={labels}
          body={listBody}
          rows={rows}
          brush={scale.brush}
          total={total}
          order={order}
          title={scale.brush.count === 1 ? brushWords : `Partitions ${brushWords}`}
          labelOf={(partition) => labelOf(props, partition, group)}
          onBrush={setBrush}
          onOpen={openPartition}
        />
      </div>
      {showsTable ? <ScaleTable view={view} order={order} group={group} /> : null}
      <ScaleClients view={view} group={group} onGroup={setGroup} onOpen={(node, at) => setMenu({ node, at })} />
      {menu === null ? null : (
        <NodeMenu
          node={menu.node}
          at={menu.at}
          actions={actionsFor(menu.node)}
          onAct={onAct}
          onClose={() => setMenu(null)}
        />
      )}
      {focus === null ? null : (
        <Suspense>
          <PartitionSheet {...{ view, endMicros }} partition={focus} onSeek={props.onSeek} onClose={leave} />
        </Suspense>
      )}
    </section>
  );
}

interface Size {
  width: number;
  height: number;
}

function useSurfaces(): ScaleSurfaces {
  const root = useRef<HTMLElement>(null);
  const brokers = useRef<HTMLCanvasElement>(null);
  const heat = useRef<HTMLCanvasElement>(null);
  const playhead = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLCanvasElement>(null);
  const labels = useRef<SVGGElement>(null);
  return useMemo(() => ({ root, brokers, heat, playhead, list, labels }), []);
}

function useSizes(brokers: Size, heat: Size, list: Size): { brokers: Size; heat: Size; list: Size } {
  return useMemo(() => ({ brokers, heat, list }), [brokers, heat, list]);
}

function nodeOf(line: BrokerLine): DiagramNode {
  return { kind: 'broker', name: line.name, number: line.actor };
}

/** The arrows go from row to row. */
function stepRow(event: KeyboardEvent<HTMLButtonElement>): void {
  if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
  const rows = [...event.currentTarget.closest('.scale-rows')!.querySelectorAll<HTMLElement>('.scale-broker')];
  rows[rows.indexOf(event.currentTarget) + (event.key === 'ArrowUp' ? -1 : 1)]?.focus();
  event.preventDefault();
  event.stopPropagation();
}

function wordsOf(order: Int32Array, { from, count }: Brush, partitions: readonly string[]): string {
  if (count === 1) return partitions[order[from]!] ?? '';
  return count === order.length ? `1 to ${count}, all` : `${from + 1} to ${from + count}`;
}

function labelOf({ view }: DiagramProps, partition: number, group: number): string {
  const { names, columns } = view;
  const leader = columns.leader[partition]!;
  const led = leader < 0 ? 'no leader' : `leader ${brokerName(names.actors[leader]!)}`;
  const set = `in-sync replicas ${replicaSet(view, columns.inSyncReplicas[partition]!, leader)}`;
  const lag = group < 0 ? '' : `, ${names.groups[group]} lags ${view.lag(group, partition)}`;
  return `${names.partitions[partition]}, ${led}, ${set}${lag}`;
}
