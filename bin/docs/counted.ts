import { outcomes } from '../../contract/answer-metrics.js';
import { errorStatuses } from '../../contract/error-codes.js';
import type { Counted } from '../../costs/setting-costs.js';
import { defaultThresholds, ofOwnMetrics } from '../../lib/watching/alarms.js';

const alarmsWithMetrics = Object.keys(defaultThresholds).length;

/** How many there are of what is paid for one by one: each code of an error and what else there is as an outcome are a metric
 * each, and so are attach, status and detach. */
export const counted: Counted = {
  alarms: alarmsWithMetrics - ofOwnMetrics.length,
  alarmsWithMetrics,
  metrics: Object.keys(errorStatuses).length + Object.keys(outcomes).length + 3,
};
