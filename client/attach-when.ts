/** When the policy is attached to an identity. */
export type AttachWhen = 'when new' | 'when refused' | 'first';

/** @throws RangeError when it is none of the three */
export function checkAttachWhen(choice: AttachWhen = 'when new'): AttachWhen {
  if (choice === 'when new' || choice === 'when refused' || choice === 'first') return choice;
  throw new RangeError(`The option attach is ${choice}; it is 'when new', 'when refused' or 'first'.`);
}
