/** What somebody asks to do with the broker or with a shadow. */
export interface DataPlaneRequest {
  /** `iot:Connect`, `iot:Publish`, `iot:RetainPublish`, `iot:Subscribe`, `iot:Receive`, `iot:GetThingShadow`, … */
  readonly action: string;
  readonly resource: string;
  /** Undefined over HTTPS. */
  readonly clientId: string | undefined;
  readonly sourceIp: string | undefined;
  /** Further condition keys, by lower-case name: `iot:lastwilltopic`. */
  readonly conditions?: ReadonlyMap<string, readonly string[]>;
}
