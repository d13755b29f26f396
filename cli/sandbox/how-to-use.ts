import type { Sandbox } from '../../sandbox/index.js';
import { whatIsLeftOut } from './what-is-left-out.js';

/** What to do with a sandbox that is up. */
export function howToUse({
  url,
  outputs,
  remarks,
  views,
}: Pick<Sandbox, 'url' | 'outputs' | 'remarks' | 'views'>): string {
  const region = outputs.Region ?? '';
  return `The sandbox is up at ${url} (Ctrl-C stops it).

${JSON.stringify(outputs, null, 2)}
${remarks.map((remark) => `\n${remark}\n`).join('')}${whatIsLeftOut(views.notEmulated(), url)}
Point any AWS SDK or CLI at it:  AWS_ENDPOINT_URL=${url} AWS_REGION=${region} AWS_DEFAULT_REGION=${region}
See and change what happens:     ${url}/ in a browser; as JSON at ${url}/_sandbox/
The same by https and wss:       ${url.replace('http:', 'https:')}, for clients that trust it: npx cognito-iot sandbox trust
`;
}
