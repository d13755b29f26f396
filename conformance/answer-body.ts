import type { Answer } from './answer.js';

/**
 * What a body says, as far as it is not the run's own: of each text its first paragraph, since the canonical request
 * comes after that.
 */
export function bodyWords(body: string): Answer {
  try {
    const told: unknown = JSON.parse(body);
    if (typeof told === 'object' && told !== null) {
      return Object.fromEntries(Object.entries(told).map(([name, value]) => [name, firstParagraph(String(value))]));
    }
  } catch {
    // It is no JSON, and told as it is.
  }
  return firstParagraph(body);
}

function firstParagraph(text: string): string {
  return text.split('\n\n')[0] ?? '';
}
