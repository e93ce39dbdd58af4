/**
 * Reads the CSV files of data directories in sequence order and compares them, without the peers: knows only what the
 * files are documented to be. Memory is a little per sensor, nothing per row.
 */
package sensornet.verify;
