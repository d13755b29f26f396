import { createOutput, type Output } from './output.js';

/** Done, or no: wrong usage is 2, and Commander's. */
export type ExitCode = 0 | 1;

/**
 * Runs a command and tells what it fails with: `code: message` on standard error, or as JSON in the place of its
 * result.
 */
export async function runCommand(
  { json }: { readonly json: boolean },
  run: (output: Output) => Promise<ExitCode>,
): Promise<ExitCode> {
  const output = createOutput({ json });
  try {
    return await run(output);
  } catch (error) {
    const { code, message } = described(error);
    if (json) output.value({ error: { code, message } });
    else output.note(`${code}: ${message}`);
    return 1;
  }
}

/** What fails, for people and programs. AWS's errors have names; what has none is told as it is. */
function described(error: unknown): { readonly code: string; readonly message: string } {
  if (!(error instanceof Error)) return { code: 'Error', message: String(error) };
  const code = (error as { readonly code?: unknown }).code;
  return { code: typeof code === 'string' ? code : error.name, message: error.message };
}
