import { lockOutTarget } from '../../operations/lock-out-target.js';
import { restore } from '../../operations/restore.js';
import { openDeployment } from '../deployment/deployment.js';
import { operatorArn } from '../deployment/operator-arn.js';
import { operatorTools } from '../deployment/operator-tools.js';
import { runCommand } from '../output/run-command.js';
import { auditLine, stepLine } from './revoking-lines.js';
import type { RevokingOptions } from './revoking-options.js';

/** @returns the exit code */
export function runRestore(user: string | undefined, options: RevokingOptions): Promise<number> {
  return runCommand(options, async (output) => {
    const deployment = await openDeployment(options, 'RevokedPolicyName');
    const tools = operatorTools(deployment);
    const target = await lockOutTarget({ user, identityId: options.identity }, tools);
    const { sub } = target;
    if (options.dryRun) {
      const entries = sub === undefined ? undefined : await tools.directory?.of(sub);
      const known = (entries?.identities ?? []).map(({ identityId }) => identityId);
      const identityIds = [...new Set([...target.identityIds, ...known])];
      for (const identityId of identityIds) output.line(`${identityId}: would be denied nothing any more`);
      if (target.user) output.line(`${target.user.userName}: would be enabled, if they could sign in before`);
      output.value({ dryRun: true, user: sub, identityIds, revokedAt: entries?.mark?.revokedAt });
      return 0;
    }
    const by = await operatorArn(deployment);
    const result = await restore(target, (step) => output.line(stepLine(step)), tools);
    if (sub !== undefined && target.user === undefined) {
      output.note(`${sub} is not in the user pool: there is nobody to enable.`);
    }
    const told = { user: sub, userPoolId: tools.userPoolId, ...result };
    const line = auditLine({ event: 'access-restored', by, ...told }, Date.now());
    if (options.json || !process.stderr.isTTY) output.note(line);
    const complete = result.failed.length === 0;
    output.value({ ...told, complete });
    return complete ? 0 : 1;
  });
}
