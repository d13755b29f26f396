import type { CompleteTopicAccess } from './access/topic-access.js';
import { deviceProblems } from './devices/device-problems.js';
import { directoryProblems } from './directory/directory-problems.js';
import type { IotAccessProps } from './iot-access-props.js';
import { SettingsError } from './settings-error.js';
import { existingGroupProblems } from './sign-in/existing-problems.js';
import { alarmProblems } from './watching/alarms.js';

/** Throws a SettingsError of all that one part says against another. */
export function checkTogether(props: IotAccessProps, guests: CompleteTopicAccess | undefined): void {
  const ofDirectory = directoryProblems({
    directory: props.directory,
    openIdConnectProviders: props.openIdConnectProviders,
    loginProviders: props.loginProviders,
    samlProviders: props.samlProviders,
    developerProvider: props.developerProvider,
    clientSideAttach: props.clientSideAttach,
    sweepSchedule: props.sweepSchedule,
  });
  const ofDevices = deviceProblems({
    devices: props.devices,
    directory: props.directory,
    access: props.access,
    groups: props.groups,
    guests,
    tags: Object.keys(props.principalTags ?? {}),
  });
  const problems = [
    ...ofDirectory,
    ...ofDevices,
    ...existingGroupProblems(props.existing, props.groups ?? []),
    ...alarmProblems({ alarms: props.alarms, metrics: props.metrics }),
  ];
  if (problems.length > 0) throw new SettingsError(problems);
}
