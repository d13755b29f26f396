import type { Clock } from '../../base/clock.js';
import type { Faults } from '../../base/faults.js';
import type { RateLimiter } from '../../base/rate-limiter.js';
import type { DecisionLog } from '../../iam/decision-log.js';
import type { Doors } from '../../service/call-operation.js';
import type { Peers } from '../../service/peers.js';
import type { Ground } from '../../service/service.js';
import type { RequestLog } from '../requests/request-log.js';
import type { RestApiSettings } from './rest-api.js';

export interface RestApisOptions extends Pick<Peers, 'functionOf' | 'userPoolKeys'> {
  readonly apis: readonly RestApiSettings[];
  readonly doors: Doors;
  readonly decisions: DecisionLog;
  readonly clock: Clock;
  /** One for the APIs of both kinds. */
  readonly accountThrottle: RateLimiter;
  readonly accountId: string;
  readonly onLogLine: (line: string) => void;
  readonly faults: Faults;
  readonly requests: RequestLog;
  /** Of CloudWatch Logs, for access logs. */
  readonly logGroups: Pick<Ground['logGroups'], 'write'>;
}
