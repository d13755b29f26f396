/** What is asked about most. Any other can be typed. */
export const ACTIONS = [
  'iot:Subscribe',
  'iot:Publish',
  'iot:Receive',
  'iot:RetainPublish',
  'iot:Connect',
  'execute-api:Invoke',
  'iot:AttachPolicy',
] as const;

const NAMES: Readonly<Record<string, string>> = {
  'iot:Subscribe': 'Topic filter',
  'iot:Publish': 'Topic',
  'iot:Receive': 'Topic',
  'iot:RetainPublish': 'Topic',
  'iot:Connect': 'Client ID to connect with',
};

/** What the action is about, for a label. */
export function nameHint(action: string): string {
  return NAMES[action] ?? 'ARN of the resource';
}
