import { EXIT } from '../core/gate/verdict.ts'
import { score as scoreOf } from '../core/score/index.ts'
