import type { Clock } from '../../base/clock.js';
import type { Faults } from '../../base/faults.js';
import type { RateLimiter } from '../../base/rate-limiter.js';
import type { Doors } from '../../service/call-operation.js';
import type { Peers } from '../../service/peers.js';
import type { RequestLog } from '../requests/request-log.js';

export interface HttpApisOptions extends Pick<Peers, 'functionOf' | 'userPoolKeys'> {
  /** Of the template: tokens of another issuer cannot be judged. */
  readonly userPoolIds: readonly string[];
  readonly doors: Doors;
  readonly clock: Clock;
  /** One for the APIs of both kinds. */
  readonly accountThrottle: RateLimiter;
  readonly accountId: string;
  readonly onLogLine: (line: string) => void;
  readonly faults: Faults;
  readonly requests: RequestLog;
  /** Origin of the sandbox's own page, which may call whatever some page may. */
  readonly pageOrigin: string | undefined;
}
