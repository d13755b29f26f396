import type { ReactNode } from 'react';

export interface FieldProps {
  readonly label: string;
  readonly wide?: boolean;
  /** The one control. */
  readonly children: ReactNode;
}

export function Field({ label, wide = false, children }: FieldProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className={wide ? 'field wide' : 'field'}>
      <span>{label}</span>
      {children}
    </label>
  );
}
