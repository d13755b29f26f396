/** Where the sandbox serves an API: AWS gives each its own host name, one port has none to give. */
export function apiPath(apiId: string): string {
  return `/execute-api/${apiId}`;
}
