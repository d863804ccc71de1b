/** What an admin client refuses beyond single values: rule K-CFG-16. */
import { Refusal } from '../finding';
import type { ReadConfig } from '../read-config';
import { checkAddresses, checkClassList, checkSaslMechanism } from './client';

function checkBootstrap(config: ReadConfig<'admin'>): void {
  const servers = config.values['bootstrap.servers'];
  const controllers = config.values['bootstrap.controllers'];
  const refuse = (reason: string): never => {
    throw new Refusal({
      rule: 'K-CFG-16',
      keys: ['bootstrap.servers', 'bootstrap.controllers'],
      reason,
      wrappedIn: 'KafkaException',
      mend: 'Write exactly one of the two.',
    });
  };
  if (servers.length > 0 && controllers.length > 0) {
    refuse('You cannot set both bootstrap.servers and bootstrap.controllers');
  }
  // Neither written: the code beside the file may name one. Written and empty: refused.
  const isWritten = config.isWritten('bootstrap.servers') || config.isWritten('bootstrap.controllers');
  if (isWritten && servers.length === 0 && controllers.length === 0) {
    refuse('You must set either bootstrap.servers or bootstrap.controllers');
  }
  if (controllers.length > 0) checkAddresses('bootstrap.controllers', controllers);
  else checkAddresses('bootstrap.servers', servers);
}

/** Throws the first refusal that the constructor of an admin client would meet after its values were read. */
export function checkAdmin(config: ReadConfig<'admin'>): void {
  const { values } = config;
  checkSaslMechanism(config);
  checkBootstrap(config);
  checkClassList('metric.reporters', values['metric.reporters']);
  // Where nobody wrote it, it follows request.timeout.ms instead.
  const isWritten = config.isWritten('default.api.timeout.ms');
  if (!isWritten || values['default.api.timeout.ms'] >= values['request.timeout.ms']) return;
  throw new Refusal({
    rule: 'K-CFG-16',
    keys: ['default.api.timeout.ms', 'request.timeout.ms'],
    reason: 'The specified value of default.api.timeout.ms must be no smaller than the value of request.timeout.ms.',
    wrappedIn: 'KafkaException',
    mend: `Write ${values['request.timeout.ms']} or more.`,
  });
}
