import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import { walkJourney } from '../../journey/journey.js';

/** A process of its own, since Node reads NODE_EXTRA_CA_CERTS at its start: walks the journey by https and wss alone. */
const [url = '', outputs = '{}'] = process.argv.slice(2);
const secure = JSON.parse(outputs.replaceAll('http://', 'https://')) as Record<string, string>;
await walkJourney(sandboxTarget({ url, outputs: secure }), (result) => {
  process.stdout.write(`${JSON.stringify(result)}\n`);
});
