import { AdminClient } from '../../admin/client.js';
import { LbsimError } from '../../errors.js';

/** A client that changes nothing, whatever its token may do. */
export class ViewingClient extends AdminClient {
  override async ask(...[method, path, body]: Parameters<AdminClient['ask']>): Promise<unknown> {
    if (method !== 'GET')
      throw new LbsimError('ERR_REFUSED', '--view changes nothing: start lbsim top without it');
    return super.ask(method, path, body);
  }
}
