import type { ConnectionTemplate } from '../../contract/connection.js';

/** Who acts as this role connects so. */
export interface RoleConnection {
  readonly roleArn: string;
  readonly connectionTemplate: ConnectionTemplate;
}

export interface GroupConnections {
  /** Role of users in no group. */
  readonly authenticatedRoleArn: string;
  readonly groups: readonly RoleConnection[];
}

export interface TemplatesProps {
  /** Of users in no group. */
  readonly connectionTemplate: ConnectionTemplate;
  /** Undefined: there are no groups. */
  readonly groupConnections: GroupConnections | undefined;
}

/** How callers connect, by the ARN of the session of the role that they have assumed. */
export interface Templates {
  /** Every one of this deployment, that of users in no group first. */
  readonly all: readonly [ConnectionTemplate, ...ConnectionTemplate[]];
  /** Undefined where the role is not known, or none of this deployment's. */
  of(userArn: string | undefined): ConnectionTemplate | undefined;
}

/**
 * With groups, the role decides what its users may do. It is in the signed context, and Cognito gave it by the groups of
 * the verified token; a claim that a client sends is never looked at. Without groups all may do the same.
 */
export function createTemplates({ connectionTemplate, groupConnections }: TemplatesProps): Templates {
  if (!groupConnections) return { all: [connectionTemplate], of: () => connectionTemplate };
  const { authenticatedRoleArn, groups } = groupConnections;
  const roles = [{ roleArn: authenticatedRoleArn, connectionTemplate }, ...groups];
  return {
    all: [connectionTemplate, ...groups.map((group) => group.connectionTemplate)],
    of(userArn) {
      const role = assumedRole(userArn);
      const own = roles.find(({ roleArn }) => role !== undefined && configuredRole(roleArn) === role);
      return own?.connectionTemplate;
    },
  };
}

/** Account and name, as `111122223333:Name`: the ARN of a session leaves out the path of its role.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
export function assumedRole(userArn: string | undefined): string | undefined {
  const [, account, name] = /^arn:[\w-]+:sts::(\d{12}):assumed-role\/([^/]+)\/[^/]+$/.exec(userArn ?? '') ?? [];
  return account && name ? `${account}:${name}` : undefined;
}

function configuredRole(roleArn: string): string | undefined {
  const [, account, name] = /^arn:[\w-]+:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(roleArn) ?? [];
  return account && name ? `${account}:${name}` : undefined;
}

/** Reads `GROUP_CONNECTIONS` and `AUTHENTICATED_ROLE_ARN`. Throws an Error that names what is wrong. */
export function readGroupConnections(
  connections: string | undefined,
  authenticatedRoleArn: string | undefined,
  readTemplate: (given: unknown, name: string) => ConnectionTemplate,
): GroupConnections | undefined {
  if (!connections?.trim()) return undefined;
  const given = parsed(connections);
  if (!authenticatedRoleArn || configuredRole(authenticatedRoleArn) === undefined) {
    throw new Error(
      `AUTHENTICATED_ROLE_ARN is "${authenticatedRoleArn ?? ''}". With GROUP_CONNECTIONS, give a role's ARN.`,
    );
  }
  const groups = given.map((one, index): RoleConnection => {
    const { roleArn, connectionTemplate } = (one ?? {}) as Partial<Record<keyof RoleConnection, unknown>>;
    const where = `GROUP_CONNECTIONS[${index}]`;
    if (typeof roleArn !== 'string' || configuredRole(roleArn) === undefined) {
      throw new Error(`${where} has no "roleArn" that is a role's ARN.`);
    }
    return { roleArn, connectionTemplate: readTemplate(connectionTemplate, where) };
  });
  return { authenticatedRoleArn, groups };
}

function parsed(connections: string): readonly unknown[] {
  try {
    const list: unknown = JSON.parse(connections);
    if (Array.isArray(list)) return list;
  } catch (cause) {
    throw new Error('GROUP_CONNECTIONS is not JSON.', { cause });
  }
  throw new Error('GROUP_CONNECTIONS is not a list.');
}
