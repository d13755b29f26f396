/** Does an operation of AWS as whoever operates the account, who may do everything: `iot:AttachPolicy`. */
export type Operate = (operation: string, input: object) => Promise<Readonly<Record<string, unknown>>>;
