/** Just enough JSON: what a peer tells of itself is written and read with this. */
package sensornet.json;
