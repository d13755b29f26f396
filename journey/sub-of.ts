/** The user of the user pool whom an ID token is about. */
export function subOf(idToken: string): string {
  const [, payload = ''] = idToken.split('.');
  return (JSON.parse(Buffer.from(payload, 'base64url').toString()) as { readonly sub: string }).sub;
}
