/**
 * The journal as the protocol sees it: its numbers and its newest entries in memory ({@link sensornet.journal.Log}),
 * and the operations that it asks of the disk ({@link sensornet.journal.StoreOp}). Pure: no file is touched here.
 */
package sensornet.journal;
