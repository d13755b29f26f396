/**
 * Stands in for the SDK's event streams in the bundle. Every client would load them for the operations that stream;
 * none of those called here does: reaching this would be a mistake, so each of its exports throws.
 */
export class EventStreamSerde {
  constructor() {
    unreachable();
  }
}
export const eventStreamSerdeProvider = unreachable;

function unreachable(): never {
  throw new Error('The bundle has no event streams: no operation that is called here streams.');
}
