/** The words on the wire: one sealed family of records and the text codec for them. Pure; safe on any thread. */
package sensornet.wire;
