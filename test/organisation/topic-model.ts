import type { Alerts } from '../../functions/review/interfaces.ts';
import type { Publication } from '../../functions/review/words/digest.ts';
import { awsError, type Chance } from './chance.ts';
import { toVpcId } from './ec2-model.ts';

/** Who gets what is published: looks whether each report is of the account and region that it names. */
export class TopicModel implements Alerts {
  /** How many messages, and lines of digests, of each kind. */
  readonly published: Record<string, number> = {};
  /** Reports of one account that are about another. */
  misplaced = 0;
  readonly #chance: Chance;

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  async publish(publication: Publication): Promise<void> {
    if (this.#chance.strikes(10)) throw awsError('InternalError', 500);
    this.#count(publication.kind);
    if (publication.kind !== 'digest') {
      const { account, region } = publication;
      if ('networkAcl' in publication) this.#check({ account, region }, publication.networkAcl.vpcId);
      return;
    }
    for (const { account, members } of publication.groups)
      for (const { region, vpcId } of members) {
        this.#count('line of a digest');
        if (vpcId !== '') this.#check({ account, region }, vpcId);
      }
  }

  #count(kind: string): void {
    this.published[kind] = (this.published[kind] ?? 0) + 1;
  }

  #check(member: { readonly account: string; readonly region: string }, vpcId: string): void {
    if (vpcId !== toVpcId(member)) this.misplaced += 1;
  }
}
