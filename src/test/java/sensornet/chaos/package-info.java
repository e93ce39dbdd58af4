/** Rough weather for real peers, from a seed: {@code scripts/chaos.sh}; see {@code docs/chaos.md}. */
package sensornet.chaos;
