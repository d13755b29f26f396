/** Says what a misspelt setting may have meant, and which there are. */
export function unknownKey(key: string, known: readonly string[]): string {
  const [nearest] = known
    .map((name) => ({ name, distance: editDistance(key.toLowerCase(), name.toLowerCase()) }))
    // What shares no letter with a short name is not meant by it.
    .filter(({ name, distance }) => (distance <= 3 && distance < name.length) || isPart(key, name))
    .sort((a, b) => a.distance - b.distance);
  const hint = nearest ? `did you mean "${nearest.name}"? ` : '';
  return `unknown setting; ${hint}allowed: ${known.join(', ')}`;
}

function isPart(key: string, name: string): boolean {
  return key.length >= 4 && name.toLowerCase().includes(key.toLowerCase());
}

/** Levenshtein's distance: how many letters to add, drop or change. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      const [above = 0, left = 0, diagonal = 0] = [row[j + 1], next[j], row[j]];
      next.push(Math.min(above + 1, left + 1, diagonal + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
