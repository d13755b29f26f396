import type { ReactNode } from 'react';

export interface FieldProps {
  readonly label: string;
  /** Beside the label: what may stand there. */
  readonly hint?: string;
  readonly wide?: boolean;
  /** The one control. */
  readonly children: ReactNode;
}

export function Field({ label, hint, wide = false, children }: FieldProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className={wide ? 'field wide' : 'field'}>
      <span>
        {label} {hint !== undefined && <span className="hint">{hint}</span>}
      </span>
      {children}
    </label>
  );
}
