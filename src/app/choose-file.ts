/** The machine's own dialog, for everything that the page takes in. */
export function chooseFile(take: (file: File) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.json,.properties,.conf,.cfg,.yaml,.yml,.ndjson,.jsonl,.csv,.tsv,.txt,.tmtrace';
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    if (file !== undefined) take(file);
  });
  input.click();
}
