# Reads from the terminal and answers there.
name = input("Who is there? ")
for count in range(3):
    print("Hello,", name)
