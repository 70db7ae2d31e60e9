# Prints how many bytes of heap are free.
import gc
gc.collect()
print(gc.mem_free())
