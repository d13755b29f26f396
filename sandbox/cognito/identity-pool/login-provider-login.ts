import { isOpaque, type LoginTokens, type LoginTokenVerdict } from './login-tokens.js';
import { type LoginVerifiers, refused, unsupportedProvider } from './logins.js';

/** Judges logins of Amazon, Apple, Facebook and Google. @throws AwsError `NotAuthorizedException` */
export function loginProviderLogin(tokens: LoginTokens): LoginVerifiers['loginProvider'] {
  return async (providerName, appId, token) => {
    const judged = await tokens.judge(providerName, token);
    if (judged.verdict !== 'valid') throw refused(`Invalid login token. ${reasonOf(judged, providerName)}`);
    const { user: sub, claims } = judged;
    if (judged.appId !== appId) {
      // As seen on AWS of Facebook (aws-amplify/aws-sdk-android#1131) and Amazon (amazon-archives/cognito-sample-nodejs#1).
      throw isOpaque(providerName) ? unsupportedProvider() : refused('Invalid login token. Incorrect token audience.');
    }
    // As seen on AWS of Facebook: graph.facebook.com,graph.facebook.com:<app>:<user>.
    const amr = `${providerName}:${appId}:${sub}`;
    return { providerName, sub, amr, claims, mappingNames: [providerName] };
  };
}

function reasonOf(judged: Exclude<LoginTokenVerdict, { verdict: 'valid' }>, provider: string): string {
  const own = `The sandbox takes tokens of ${provider} that it has issued: POST /_sandbox/login-tokens gives one.`;
  switch (judged.verdict) {
    case 'not-a-token':
      return isOpaque(provider) ? own : 'Not a valid OpenId Connect identity token.';
    case 'other-issuer':
      return "Issuer doesn't match providerName";
    case 'not-signed-here':
      return `Couldn't verify signed token. ${own}`;
    case 'forged':
      return "Couldn't verify signed token.";
    case 'expired':
      return `Token expired: ${judged.now} >= ${judged.exp}`;
  }
}
