import type { ClientTarget } from '../target.js';

/** For any client of the AWS SDK. */
export function clientOptions({ endpoint, outputs }: ClientTarget) {
  return { region: outputs.Region ?? '', ...(endpoint !== undefined && { endpoint }) };
}
