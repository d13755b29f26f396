import type { z } from 'zod';
import { groupProblems } from '../access/group-access.js';
import { guestAccessProblems } from '../access/guest-access.js';
import { placedAccesses, sharedPolicyProblems } from '../access/shared-policy.js';
import { topicAccessProblems } from '../access/topic-access.js';
import { accessLogProblems } from '../api/access-log.js';
import { deviceProblems } from '../devices/device-problems.js';
import { directoryProblems } from '../directory/directory-problems.js';
import type { IotAccessStackProps } from '../iot-access-stack.js';
import { type Problem, SettingsError } from '../settings-error.js';
import { existingGroupProblems } from '../sign-in/existing-problems.js';
import { regionProblems } from '../sign-in/region-problems.js';
import { allowedSecret } from '../sign-in/secret-reference.js';
import { signInProblems } from '../sign-in/sign-in-problems.js';
import { alarmProblems } from '../watching/alarms.js';
import { knownKeys } from './setting-rules.js';
import { type Settings, settingsSchema } from './settings-schema.js';
import { stackProps } from './stack-props.js';
import { unknownKey } from './unknown-key.js';
import { tokenValidityProp } from './user-pool-settings.js';

/**
 * What stands in `cdk.json` under the context key `iotAccess` (`docs/access.md` lists it all), as the stack's props: an
 * object, or its JSON text as `-c iotAccess='{...}'` passes it (merged into cdk.json's by bin/settings-in-force.ts).
 * Throws a SettingsError that names every problem at once: where it is, what was given, what is allowed.
 */
export function readSettings(raw: unknown): IotAccessStackProps {
  const input = parseText(raw ?? {});
  const result = settingsSchema.safeParse(input, { reportInput: true });
  if (!result.success) throw new SettingsError(result.error.issues.flatMap(asProblems));
  const settings = result.data as Settings;
  const problems = problemsOf(settings);
  if (problems.length > 0) throw new SettingsError(problems);
  return stackProps(settings);
}

/** What a value's type does not say: the parts' own checks, which the constructs repeat. */
function problemsOf(settings: Settings): Problem[] {
  const { access, groups = [], principalTags = {} } = settings;
  const guests = settings.guests && { ...settings.guests.access, retain: [], shadows: [] };
  const tags = Object.keys(principalTags);
  const ofPatterns = [
    ...topicAccessProblems(access, { tags }),
    ...groups.flatMap((group, index) =>
      group.access ? topicAccessProblems(group.access, { where: `groups[${index}].access`, tags }) : [],
    ),
  ];
  // What patterns share can be said of those alone that are patterns.
  const together = (): Problem[] => [
    ...sharedPolicyProblems(placedAccesses({ access, groups }, tags)),
    ...deviceProblems({ devices: settings.devices, directory: settings.directory, access, groups, guests, tags }),
  ];
  return [
    ...ofPatterns,
    ...(ofPatterns.length === 0 ? together() : []),
    ...(guests ? guestAccessProblems(guests) : []),
    ...groupProblems(groups),
    ...accessLogProblems(settings),
    ...alarmProblems({ alarms: settings.alarms, metrics: settings.metrics }),
    ...directoryProblems({
      directory: settings.directory,
      openIdConnectProviders: settings.openIdConnectProviders,
      loginProviders: settings.loginProviders,
      samlProviders: settings.samlProviders,
      developerProvider: settings.developerProvider,
      clientSideAttach: settings.clientSideAttach,
      sweepSchedule: settings.sweepSchedule,
    }),
    ...regionProblems({ region: settings.region, existing: settings.existing }),
    ...signInProblems({
      signIn: settings.signIn,
      identityProviders: settings.identityProviders,
      openIdConnectProviders: settings.openIdConnectProviders,
      loginProviders: settings.loginProviders,
      samlProviders: settings.samlProviders,
      developerProvider: settings.developerProvider,
      principalTags: settings.principalTags,
      customAttributes: settings.customAttributes,
      mfa: settings.mfa !== 'off',
      email: settings.email,
      linkAccounts: settings.linkAccounts,
      tokenValidity: settings.tokenValidity && tokenValidityProp(settings.tokenValidity),
      existing: settings.existing,
      guests,
    }),
    ...existingGroupProblems(settings.existing, groups),
  ];
}

function parseText(raw: unknown): unknown {
  if (typeof raw !== 'string') return raw;
  try {
    return JSON.parse(raw);
  } catch (error) {
    const what = `given ${JSON.stringify(raw)}: not JSON (${(error as Error).message}); allowed: an object such as {"memorySize": 256}`;
    throw new SettingsError([{ where: '(the whole value)', what }]);
  }
}

type Issue = z.core.$ZodIssue;

function asProblems(issue: Issue): Problem[] {
  const where = issue.path.map((key, index) =>
    typeof key === 'number' ? `[${key}]` : (index ? '.' : '') + String(key),
  );
  const path = where.join('');
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(settingsSchema, issue.path);
    return issue.keys.map((key) => ({ where: path ? `${path}.${key}` : key, what: unknownKey(key, known) }));
  }
  const given = issue.message === allowedSecret ? 'something else' : (JSON.stringify(issue.input) ?? 'nothing');
  return [{ where: path || '(the whole value)', what: `given ${given}; allowed: ${issue.message}` }];
}
