throw new RangeError("not on this machine");
