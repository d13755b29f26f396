import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { StackOutputs } from '../contract/stack-outputs.js';
import { allowClientSideAttach } from './access/client-side-attach.js';
import { completeDeviceAccess, type DeviceAccess } from './access/device-access.js';
import { grantDeviceAccess } from './access/device-role.js';
import type { GroupAccess } from './access/group-access.js';
import { completeGuestAccess } from './access/guest-access.js';
import { grantGuests } from './access/guest-role.js';
import { IotAccessPolicy } from './access/iot-access-policy.js';
import { RevokedPolicy } from './access/revoked-policy.js';
import { AttachPolicyApi } from './api/attach-policy-api.js';
import { AttachPolicyFunction } from './api/attach-policy-function.js';
import { IotEndpoint } from './api/iot-endpoint.js';
import { checkTogether } from './check-together.js';
import { defined } from './defined.js';
import { DeviceGrants } from './devices/device-grants.js';
import { DirectoryTable } from './directory/directory-table.js';
import { ScheduledSweep } from './directory/scheduled-sweep.js';
import type { IotAccessProps } from './iot-access-props.js';
import { CognitoSignIn } from './sign-in/cognito-sign-in.js';
import { warnAboutIdleGroups } from './sign-in/idle-groups.js';
import { UserGroup } from './sign-in/user-group.js';
import { writeStackOutputs } from './stack-outputs.js';
import { stateIntent } from './stated-intent.js';
import { DetachOnDelete } from './teardown/detach-on-delete.js';
import { AccessAlarms } from './watching/access-alarms.js';
import { AccessDashboard } from './watching/access-dashboard.js';

/** Lets users signed in with Amazon Cognito use AWS IoT Core over MQTT, each with least privilege: all of it. */
export class IotAccess extends Construct {
  readonly signIn: CognitoSignIn;
  readonly policy: IotAccessPolicy;
  /** Attached to those whom an operator revokes. */
  readonly revokedPolicy: RevokedPolicy;
  readonly groups: readonly UserGroup[];
  readonly endpoint: IotEndpoint;
  readonly attachPolicy: AttachPolicyFunction;
  readonly api: AttachPolicyApi;
  /** Who is who, where `directory` is set. */
  readonly directory?: DirectoryTable;
  private readonly deviceGrants?: DeviceGrants;
  /** What clients need to know, by the names that the stack's outputs have: the `outputs` of `createIotClient`. */
  readonly outputs: { readonly [name: string]: string };

  /** Throws a SettingsError that names what cannot be used, or not together. */
  constructor(scope: Construct, id: string, props: IotAccessProps = {}) {
    super(scope, id);
    const allowedOrigins = props.allowedOrigins ?? ['http://localhost:8000'];
    const { access, groups = [], existing, principalTags, logRetention, removalPolicy } = props;
    const guests = props.guests && completeGuestAccess(props.guests);
    checkTogether(props, guests);
    this.signIn = new CognitoSignIn(
      this,
      'SignIn',
      defined({
        selfSignUp: props.selfSignUp,
        passwordPolicy: props.passwordPolicy,
        mfa: props.mfa,
        email: props.email,
        lambdaTriggers: props.lambdaTriggers,
        tokenValidity: props.tokenValidity,
        signIn: props.signIn,
        identityProviders: props.identityProviders,
        linkAccounts: props.linkAccounts,
        openIdConnectProviders: props.openIdConnectProviders,
        loginProviders: props.loginProviders,
        samlProviders: props.samlProviders,
        developerProvider: props.developerProvider,
        allowGuests: guests !== undefined,
        groupRoles: groups.length > 0,
        principalTags,
        customAttributes: props.customAttributes,
        existing,
        removalPolicy,
        logRetention,
      }),
    );
    this.policy = new IotAccessPolicy(this, 'Policy', defined({ access, groups, principalTags, removalPolicy }));
    this.revokedPolicy = new RevokedPolicy(this, 'RevokedPolicy', defined({ removalPolicy }));
    this.groups = groups.map((group) => this.addGroup(group, props));
    warnAboutIdleGroups(this, existing, groups);
    this.endpoint = new IotEndpoint(this, 'Endpoint', defined({ logRetention, removalPolicy }));
    if (props.directory) {
      const { userPoolId } = this.signIn.userPool;
      this.directory = new DirectoryTable(this, 'Directory', defined({ userPoolId, removalPolicy }));
      if (props.devices) this.deviceGrants = this.addDevices(props.devices, this.directory);
      if (props.sweepSchedule) this.addSweep(props.sweepSchedule, this.directory, props);
    }
    // Nothing tells whether an identity pool of somebody else has guests.
    const guestsAllowed = guests !== undefined || existing?.identityPoolId !== undefined;
    this.attachPolicy = this.createAttachPolicy(props, { allowedOrigins, guestsAllowed });
    this.api = new AttachPolicyApi(
      this,
      'Api',
      defined({
        allowedOrigins,
        handler: this.attachPolicy.function,
        rateLimit: props.rateLimit,
        burstLimit: props.burstLimit,
        webAclRateLimit: props.webAclRateLimit,
        apiAccessLog: props.apiAccessLog,
        // It ends with a UUID, which no user of an app is ever told.
        apiProof: Stack.of(this).stackId,
        namedByOthers: [props.developerProvider, props.samlProviders, props.openIdConnectProviders].some(Boolean),
        apiGatewayCloudWatchRole: props.apiGatewayCloudWatchRole,
        tracing: props.tracing,
        logRetention,
        removalPolicy,
      }),
    );
    this.policy.grantAccess(this.signIn.authenticatedRole);
    this.api.grantInvoke(this.signIn.authenticatedRole);
    for (const { role } of this.groups) this.api.grantInvoke(role);
    if (guests && this.signIn.unauthenticatedRole) {
      grantGuests(this, this.signIn.unauthenticatedRole, { access, groups, guests, principalTags });
    }
    this.watch(props);
    if (props.clientSideAttach) allowClientSideAttach(this, this.signIn.authenticatedRole);
    if (removalPolicy === RemovalPolicy.DESTROY) this.detachOnDelete(logRetention);
    const outputs = this.stackOutputs();
    if (props.writeOutputs ?? true) writeStackOutputs(this, outputs);
    this.outputs = outputs;
    stateIntent(this, {
      guests,
      groups,
      devices: this.deviceGrants?.access,
      selfSignUp: props.selfSignUp ?? true,
      clientSideAttach: props.clientSideAttach ?? false,
    });
  }

  /** Lets a back end sign in the users of its own `developerProvider`: see `CognitoSignIn.grantDeveloperSignIn`. */
  grantDeveloperSignIn(grantee: IGrantable): Grant {
    return this.signIn.grantDeveloperSignIn(grantee);
  }

  /** Lets a back end look up who is who, and change nothing. Throws where the setting `directory` is off. */
  grantDirectoryRead(grantee: IGrantable): Grant {
    if (!this.directory) throw new Error('there is no directory to be read: set "directory" to true');
    return this.directory.grantRead(grantee);
  }

  /** Lets a back end grant devices to users and take them back. Throws where the setting `devices` is not set. */
  grantDeviceGrants(grantee: IGrantable): Grant {
    if (!this.deviceGrants) throw new Error('there are no devices to be granted: set "devices"');
    return this.deviceGrants.grant(grantee);
  }

  private watch({ alarms, dashboard, metrics = false }: IotAccessProps): void {
    const watched = { function: this.attachPolicy.function, api: this.api.api, metrics };
    if (alarms) new AccessAlarms(this, 'Alarms', { watched, alarms });
    if (dashboard) new AccessDashboard(this, 'Dashboard', watched);
  }

  private addDevices(devices: DeviceAccess, directory: DirectoryTable): DeviceGrants {
    const access = completeDeviceAccess(devices);
    for (const role of [this.signIn.authenticatedRole, ...this.groups.map(({ role }) => role)]) {
      grantDeviceAccess(role, access, this);
    }
    return new DeviceGrants(this, 'Devices', { directory, userPoolId: this.signIn.userPool.userPoolId, access });
  }

  private addSweep(schedule: string, directory: DirectoryTable, { logRetention, removalPolicy }: IotAccessProps): void {
    const { userPool, identityPoolId } = this.signIn;
    const sharedPolicies = [this.policy.policyName, this.revokedPolicy.policyName];
    const policyPrefix = this.deviceGrants?.policyPrefix;
    const where = { directory, userPool, identityPoolId, sharedPolicies, policyPrefix };
    new ScheduledSweep(this, 'Sweep', defined({ schedule, ...where, logRetention, removalPolicy }));
  }

  private createAttachPolicy(
    props: IotAccessProps,
    known: { readonly allowedOrigins: readonly string[]; readonly guestsAllowed: boolean },
  ): AttachPolicyFunction {
    const { signIn, policy, revokedPolicy, groups, endpoint, directory, deviceGrants } = this;
    return new AttachPolicyFunction(
      this,
      'AttachPolicy',
      defined({
        allowedOrigins: known.allowedOrigins,
        policyName: policy.policyName,
        revokedPolicyName: revokedPolicy.policyName,
        identityPoolId: signIn.identityPoolId,
        iotEndpoint: endpoint.endpointAddress,
        guestsAllowed: known.guestsAllowed,
        apiProof: Stack.of(this).stackId,
        access: policy.access,
        groups: groups.map(({ role, groupName }) => ({
          roleArn: role.roleArn,
          access: policy.accessOfGroup(groupName),
        })),
        authenticatedRoleArn: signIn.authenticatedRole.roleArn,
        directory: directory && { table: directory.table, userPoolId: signIn.userPool.userPoolId },
        devices: deviceGrants && { access: deviceGrants.access, policyPrefix: deviceGrants.policyPrefix },
        memorySize: props.memorySize,
        timeout: props.timeout,
        reservedConcurrentExecutions: props.reservedConcurrentExecutions,
        metrics: props.metrics,
        tracing: props.tracing,
        logRetention: props.logRetention,
        removalPolicy: props.removalPolicy,
      }),
    );
  }

  private addGroup({ name, precedence }: GroupAccess, props: IotAccessProps): UserGroup {
    const { signIn, policy } = this;
    const { principalTags, existing, removalPolicy } = props;
    return new UserGroup(
      this,
      `Group-${name}`,
      defined({ groupName: name, precedence, signIn, policy, principalTags, existing, removalPolicy }),
    );
  }

  private stackOutputs() {
    const { signIn, policy, revokedPolicy, endpoint, api, directory, deviceGrants } = this;
    return {
      Region: Stack.of(this).region,
      UserPoolId: signIn.userPool.userPoolId,
      UserPoolClientId: signIn.userPoolClient.userPoolClientId,
      IdentityPoolId: signIn.identityPoolId,
      AttachPolicyUrl: api.url,
      IotEndpoint: endpoint.endpointAddress,
      IotPolicyName: policy.policyName,
      RevokedPolicyName: revokedPolicy.policyName,
      ...(signIn.domain !== undefined && { SignInDomain: signIn.domain }),
      ...(directory && { DirectoryTable: directory.table.tableName }),
      ...(deviceGrants && { DeviceGrants: deviceGrants.configuration }),
    } satisfies StackOutputs;
  }

  private detachOnDelete(logRetention: RetentionDays | undefined): void {
    const detachment = new DetachOnDelete(this, 'DetachOnDelete', {
      policy: this.policy,
      revokedPolicy: this.revokedPolicy,
      attachedBy: this.attachPolicy.function,
      ...defined({ logRetention }),
    });
    // Deleted in reverse, so that nobody can attach anew while identities are detached.
    this.api.node.addDependency(detachment);
  }
}
