import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { JobConnections } from '../../../src/platform/jobs/job-connections.js';
import { TestDatabase } from '../../support/database.js';

describe('the connections of the job queue', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await TestDatabase.create();
  });
  afterAll(() => database.drop());

  it('close after every query has its answer, also those that wait for a connection', async () => {
    const connections = new JobConnections(database.url, () => undefined);
    const answered: number[] = [];
    const followed = Array.from({ length: 12 }, async (_, index) => {
      await connections.executeSql('SELECT pg_sleep(0.05)', []);
      await connections.executeSql('SELECT pg_sleep(0.01)', []);
      answered.push(index);
    });
    await connections.close();
    expect(answered).toHaveLength(followed.length);
    await expect(connections.executeSql('SELECT 1', [])).rejects.toThrow('after calling end');
  });
});
