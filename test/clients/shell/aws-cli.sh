#!/bin/sh
# AWS CLI: signs a user in, and publishes as that user; the program that listens is another.
# For the sandbox it reads AWS_ENDPOINT_URL; its own credentials are the operator's.
set -eu
export AWS_DEFAULT_REGION="$REGION"
tell() { printf '{"did":"%s"}\n' "$1"; }

id_token=$(aws cognito-idp initiate-auth --client-id "$USER_POOL_CLIENT_ID" --auth-flow USER_PASSWORD_AUTH \
  --auth-parameters "USERNAME=$EMAIL,PASSWORD=$PASSWORD" --query AuthenticationResult.IdToken --output text)
logins="cognito-idp.$REGION.amazonaws.com/$USER_POOL_ID=$id_token"
identity_id=$(aws cognito-identity get-id --identity-pool-id "$IDENTITY_POOL_ID" --logins "$logins" \
  --query IdentityId --output text)
tell 'signed in'

# What POST /attach-policy does, with an operator's rights.
aws iot attach-policy --policy-name "$IOT_POLICY_NAME" --target "$identity_id"
aws iot list-attached-policies --target "$identity_id" --query 'policies[].policyName' --output text |
  grep -qx "$IOT_POLICY_NAME"
tell attached

set -- $(aws cognito-identity get-credentials-for-identity --identity-id "$identity_id" --logins "$logins" \
  --query 'Credentials.[AccessKeyId,SecretKey,SessionToken]' --output text)
export AWS_ACCESS_KEY_ID="$1" AWS_SECRET_ACCESS_KEY="$2" AWS_SESSION_TOKEN="$3"
aws sts get-caller-identity --query Arn --output text | grep -q ":assumed-role/.*/CognitoIdentityCredentials$"
aws iot-data publish --endpoint-url "https://$IOT_ENDPOINT" --qos 1 --topic "users/$identity_id/telemetry" \
  --payload '{"temperature": 21.5}'

if refusal=$(aws iot-data publish --endpoint-url "https://$IOT_ENDPOINT" --qos 1 --topic "$FOREIGN_TOPIC" \
  --payload '{}' 2>&1); then
  tell published
else
  printf '{"did":"refused","says":"%s"}\n' "$(printf %s "$refusal" | tr -d '\n"')"
fi
