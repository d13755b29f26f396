/** Which REST API, and which stage of it. */
export interface Api {
  readonly restApiId: string;
  readonly stageName: string;
}

/** Of AWS's own addresses, and of a sandbox's; undefined for a domain of somebody's own. */
export function apiOf(url: string): Api | undefined {
  const onAws = /^https:\/\/([a-z0-9]+)(?:-vpce-\w+)?\.execute-api\.[^/]+\/([^/]+)\//.exec(url);
  const [, restApiId, stageName] = onAws ?? /\/execute-api\/([^/]+)\/([^/]+)\//.exec(url) ?? [];
  return restApiId === undefined || stageName === undefined ? undefined : { restApiId, stageName };
}
