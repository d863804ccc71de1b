// What a course's own page does with its diagrams: it says below each what was found in it, and speaks to it.

/** Findings that a reader of this page should hear of, in words. */
const found = {
  'lost-write': (count) => `${count} acknowledged ${count === 1 ? 'record is' : 'records are'} lost.`,
  'log-order-violation': (count) => `${count} out of order.`,
  'key-order-violation': (count) => `${count} out of order for ${count === 1 ? 'a key' : 'their keys'}.`,
  'duplicate-append': (count) => `${count} written twice.`,
};

addEventListener('tidemark-verdict', ({ target, detail }) => {
  const caption = target.parentElement.querySelector('figcaption');
  const sentences = Object.entries(found)
    .filter(([kind]) => detail.counts?.[kind] > 0)
    .map(([kind, sentence]) => sentence(detail.counts[kind]));
  caption.toggleAttribute('data-broken', sentences.length > 0);
  caption.textContent = sentences.length > 0 ? `In this run: ${sentences.join(' ')}` : 'In this run: nothing is lost.';
});

addEventListener('tidemark-error', ({ target, detail }) => {
  target.parentElement.querySelector('figcaption').textContent = detail.error;
});

for (const button of document.querySelectorAll('button[data-send]')) {
  button.addEventListener('click', () => {
    const diagram = button.closest('section').querySelector('tidemark-diagram');
    const { send, at } = button.dataset;
    void diagram.send(send, at === undefined ? {} : { at });
  });
}
