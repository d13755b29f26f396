/** A policy of one statement. */
function allowing(...Action: readonly string[]) {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] };
}

/** What nobody does here, so that it is harmless on whoever has it. */
export const NOTHING = allowing('iot:GetRetainedMessage');

/** The role allows less, and both have to. */
export const EVERYTHING = allowing('iot:*');

/** All that MQTT asks for but these actions. */
export function everythingBut(...actions: readonly string[]) {
  return allowing(...MQTT_ACTIONS.filter((action) => !actions.includes(action)));
}

const MQTT_ACTIONS = ['iot:Connect', 'iot:Publish', 'iot:RetainPublish', 'iot:Subscribe', 'iot:Receive'];

/** Denies all, whatever else allows it. */
export const DENIAL = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: 'iot:*', Resource: '*' }],
};
