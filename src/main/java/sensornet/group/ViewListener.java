package sensornet.group;

/** Told, under the monitor, that a new view was just installed. */
public interface ViewListener {
    void onInstalled();
}
