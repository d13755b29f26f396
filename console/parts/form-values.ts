/** What somebody has filled in, by the names of the controls; a control that is empty is left out. */
export function formValues(form: HTMLFormElement): Partial<Record<string, string>> {
  const entries = [...new FormData(form)].map(([name, value]) => [name, String(value)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== ''));
}
