import { pack } from '../packages/pack-once.mjs';

/** jest's global set-up: the client, as it would be published. */
export default function packClient() {
  pack(['--workspace', 'client']);
}
