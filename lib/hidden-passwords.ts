const IN_USER_INFO = /(\brediss?:\/*)[^\s'"]*(?:@|(?='\.\.\.))/gi;
const IN_PARAMETER = /([?&]password=)[^\s'"&]*/gi;

/** A text that may quote addresses of stores, without the users and passwords in them. */
export function withoutPasswords(text: string): string {
  return text.replace(IN_USER_INFO, '$1***@').replace(IN_PARAMETER, '$1***');
}
