import ts from 'typescript';
import { clientErrors } from '../../bin/docs/client-errors.js';

const codes = "export type IotAccessErrorCode = 'Lost' | 'Torn';";
const torn = `
/** Torn apart. Why: wind. What to do: mend. */
class TornError extends IotAccessError { constructor(what: string, check: string) { super('Torn', what, check); } }`;
const documented = (text: string) => text.replace('. Why', '.\n *\n * Why').replace('. What', '.\n *\n * What');
const page = (...texts: string[]) =>
  clientErrors([ts.createSourceFile('client/a.ts', texts.join('\n'), ts.ScriptTarget.Latest, true)]);
const lost = torn.replaceAll('Torn', 'Lost');
const whole = [codes, documented(torn), documented(lost)];

describe('the page of errors', () => {
  it('has a section for each class, with its documentation', () => {
    const text = page(...whole);
    expect(text).toContain('### LostError\n\nLost apart. `code` is `Lost`.\n\n**Why.** wind.\n\n**What to do.** mend.');
    expect(text.indexOf('### LostError')).toBeLessThan(text.indexOf('### TornError'));
  });

  it('refuses a class that does not say why it comes, by its file and name', () => {
    expect(() => page(codes, documented(lost), torn)).toThrow(
      'client/a.ts: the documentation of TornError has no paragraph "Why: …"',
    );
  });

  it('refuses a code that no class has', () => {
    expect(() => page(codes, documented(lost))).toThrow('no error class of client has the code Torn');
  });

  it.each([
    ["new TornError('It is *torn*.', 'Mend it.')", '| It is \\*torn\\*. | Mend it. |'],
    ["new TornError(`${name(sail)} of ${of.ship} tore.`, 'Mend ' + 'it.')", '| *sail* of *ship* tore. | Mend it. |'],
    ["new TornError(wet ? 'Wet.' : 'Dry.', wet ? 'Dry it.' : 'Wet it.')", '| Wet. | Dry it. |\n| Dry. | Wet it. |'],
    ["const WHY = { a: 'A.', b: 'B.' }; new TornError('It.', WHY[by] ?? 'C.')", '| It. | A.<br>B.<br>C. |'],
    ["function tear(how: string) { throw new TornError('Torn.', how); }", '| Torn. | *how* |'],
    [
      "const how = 'Otherwise.'; function tear(how: string) { throw new TornError('Torn.', how); }",
      '| Torn. | *how* |',
    ],
  ])('has what %s says', (source, row) => {
    expect(page(...whole, source)).toContain(`| it says | and to check |\n|---|---|\n${row}`);
  });
});
