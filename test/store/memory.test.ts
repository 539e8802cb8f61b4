import { MemoryStore } from '../../src/store/memory.ts';
import { describeAnswers } from './answers-contract.ts';
import { describeLabelSamples } from './label-samples-contract.ts';
import { describeMeasurements } from './measurements-contract.ts';
import { describeReading } from './reading-contract.ts';
import { describeRuns } from './runs-contract.ts';
import { describeServed } from './served-contract.ts';
import { describeStore } from './store-contract.ts';

const open = async (): Promise<MemoryStore> => new MemoryStore();

describeStore('memory', open);
describeRuns('memory', open);
describeAnswers('memory', open);
describeMeasurements('memory', open);
describeLabelSamples('memory', open);
describeReading('memory', open);
describeServed('memory', open);
