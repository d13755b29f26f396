/** A message that the broker took: of `/_sandbox/mqtt-messages`. */
export interface MqttMessageRecord {
  readonly number: number;
  readonly time: number;
  readonly topic: string;
  readonly payload: PayloadPreview;
  readonly qos: 0 | 1;
  readonly retain: boolean;
  /** Undefined for AWS's own services, and for what was published over HTTPS. */
  readonly from: { readonly clientId: string; readonly identityId?: string } | undefined;
  /** Client IDs that it was sent to at once, the first ones; what waits for a client comes later, and is not noted. */
  readonly to: readonly string[];
  /** How many it was sent to in all. */
  readonly toCount: number;
  /** Client IDs that had subscribed, and whose policies did not let them receive it; the first ones. */
  readonly notTo: readonly string[];
}

export interface PayloadPreview {
  /** The beginning, as text if it is UTF-8 without control characters, else as base64. */
  readonly text: string;
  readonly encoding: 'utf8' | 'base64';
  /** Bytes of all of it. */
  readonly bytes: number;
  readonly isCut: boolean;
}
